/** English messages: see README.md. */
export const expressionsMessages = {} as const
