/**
 * Converts a title to a file name without an extension. All characters except letters, digits and `._-` become hyphens.
 */
export const toFileName = (title: string, fallback: string): string =>
  title
    .trim()
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '') || fallback
