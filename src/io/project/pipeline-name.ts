/** The file of the earlier Python tool. Its reader is loaded only where there is one. */
export const PIPELINE_FILE_NAME = 'repro.yaml'
