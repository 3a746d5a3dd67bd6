import type { Json } from '@aw-flow/schema'

/** Formats a value for a text field. */
export const toFieldText = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
