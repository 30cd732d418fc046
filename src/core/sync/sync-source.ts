/** What a log is compared with: the picture, a log that the video carries, or the video's sound. */
export const SYNC_SOURCES = ['picture', 'log', 'sound'] as const
export type SyncSource = (typeof SYNC_SOURCES)[number]
