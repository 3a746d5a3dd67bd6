/** English messages: see README.md. */
export const nodesMessages = {} as const
