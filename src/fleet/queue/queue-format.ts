/** Of what this version of Overlane keeps in a queue. Another version does not touch it. */
export const QUEUE_FORMAT = '1'

/** Where a queue says its format. */
export const FORMAT_KEY = 'overlane:format'
