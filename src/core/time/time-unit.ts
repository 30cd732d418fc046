/** Units that a log's times may be in. */
export const TIME_UNITS = ['ms', 's', 'us', 'ns', 'iso8601'] as const
export type TimeUnit = (typeof TIME_UNITS)[number]
