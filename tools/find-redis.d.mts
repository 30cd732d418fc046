export function findRedis(): string | null
export function findOrInstallRedis(): Promise<void>
