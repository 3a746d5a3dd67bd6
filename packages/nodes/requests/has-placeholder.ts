/** Returns whether a setting contains a placeholder. Its value is then checked during the run. */
export const hasPlaceholder = (text: string): boolean => /(^|[^\\])\{\{/.test(text)
