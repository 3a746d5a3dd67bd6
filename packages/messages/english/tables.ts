/** English messages: see README.md. */
export const tablesMessages = {} as const
