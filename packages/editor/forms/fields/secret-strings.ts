/** The words of settings that name a secret; replace some of them by the form's `strings`. */
export const secretStrings = {
  none: 'None',
  missing: (name: string): string => `${name} (not kept in this page)`,
  make: 'Keep a secret for this page',
}
export type SecretStrings = typeof secretStrings

/** The words of settings of several kinds. */
export const variantStrings = {
  kind: (title: string): string => `Kind of “${title}”`,
}
export type VariantStrings = typeof variantStrings
