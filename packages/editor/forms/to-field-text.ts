import type { Json } from '@aw-flow/schema'

/** Formats a value as the content of a text field. */
export const toFieldText = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
