/** Whether a setting is still to be filled: what it comes to is looked at in the run. */
export const hasPlaceholder = (text: string): boolean => /(^|[^\\])\{\{/.test(text)
