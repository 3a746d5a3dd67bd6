/** English messages: see README.md. */
export const documentMessages = {} as const
