/** English messages: see README.md. */
export const commandLineMessages = {} as const
