/** English messages: see README.md. */
export const pageMessages = {} as const
