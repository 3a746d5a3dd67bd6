/** English messages: see README.md. */
export const preparingMessages = {} as const
