export const quietBrowserArgs: string[]
export const shellBrowserArgs: string[]
export const rootBrowserArgs: string[]
export function isHeadlessShell(path: string): boolean
export function playwrightBrowsers(): string[]
export function systemBrowsers(platform?: NodeJS.Platform, env?: NodeJS.ProcessEnv): string[]
