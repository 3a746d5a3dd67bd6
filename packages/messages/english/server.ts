/** English messages: see README.md. */
export const serverMessages = {} as const
