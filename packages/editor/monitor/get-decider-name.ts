/** Names that servers send for callers who are no person: their only user, a token, and a link. */
const unnamedCallers: readonly (string | undefined)[] = [undefined, '', 'local-owner', 'token', 'link']

/** Returns the name of the person who decided, if known. */
export const getDeciderName = ({ by }: { readonly by?: string | undefined }): string | undefined =>
  unnamedCallers.includes(by) ? undefined : by
