/** Returns a header of a setting, in lowercase, or an empty string. */
export const findHeader = (headers: unknown, name: string): string =>
  String(Object.entries(Object(headers) as object).find(([key]) => key.toLowerCase() === name)?.[1] ?? '').toLowerCase()
