/** Returns whether a setting contains a placeholder, so that its value can only be checked during a run. */
export const hasPlaceholder = (text: string): boolean => /(^|[^\\])\{\{/.test(text)
