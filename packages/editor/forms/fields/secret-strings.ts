/** The words of settings that name a secret; replace some of them by the form's `strings`. */
export const secretStrings = {
  none: 'None',
  missing: (name: string): string => `${name} (not available on this page)`,
  make: 'Add secret',
}
export type SecretStrings = typeof secretStrings

/** The words of settings of several kinds. */
export const variantStrings = {
  kind: (title: string): string => `Type of “${title}”`,
}
export type VariantStrings = typeof variantStrings
