/** The folder of the project, without a slash at its end. */
export const projectFolder: string

/**
 * Runs a script of an installed package.
 * @returns whether it succeeded
 */
export function runInstalled(script: string, args: string[]): Promise<boolean>
