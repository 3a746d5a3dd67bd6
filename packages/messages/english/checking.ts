/** English messages: see README.md. */
export const checkingMessages = {} as const
