/** English messages: see README.md. */
export const loadingMessages = {} as const
