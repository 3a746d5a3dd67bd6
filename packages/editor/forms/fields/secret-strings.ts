/** UI strings for settings that refer to a secret, overridden by the form's `strings` property. */
export const secretStrings = {
  none: 'None',
  unavailable: (name: string): string => `${name} (not available on this page)`,
  addSecret: 'Add secret',
}
export type SecretStrings = typeof secretStrings

/** UI strings for settings with several shapes. */
export const variantStrings = {
  kind: (title: string): string => `Type of “${title}”`,
}
export type VariantStrings = typeof variantStrings
