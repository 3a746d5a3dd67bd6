/** UI strings of settings that select a secret; the form's `strings` property overrides them. */
export const secretStrings = {
  none: 'None',
  missing: (name: string): string => `${name} (not available on this page)`,
  addSecret: 'Add secret',
}
export type SecretStrings = typeof secretStrings

/** UI strings of settings with variants. */
export const variantStrings = {
  kind: (title: string): string => `Type of “${title}”`,
}
export type VariantStrings = typeof variantStrings
