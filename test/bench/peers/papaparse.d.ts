declare module 'papaparse' {
  /** The used part of Papa Parse, which has no types. */
  const Papa: {
    parse(text: string, options: { delimiter: string; skipEmptyLines: boolean }): { data: string[][] }
  }
  export default Papa
}
