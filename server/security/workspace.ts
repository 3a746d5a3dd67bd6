/** The workspace used for `AW_TOKEN`, for the local owner, and for data stored before workspaces were introduced. */
export const defaultWorkspace = 'default'

/** Returns whether a string is a valid workspace name. Names appear in file names and in the queue. */
export const isWorkspaceName = (text: string): boolean => /^[a-z0-9](-?[a-z0-9]){0,62}$/.test(text)
