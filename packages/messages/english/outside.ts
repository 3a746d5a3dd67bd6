/** English messages: see README.md. */
export const outsideMessages = {} as const
