declare module 'papaparse' {
  /** What is used of Papa Parse, which brings no types. */
  const Papa: {
    parse(text: string, options: { delimiter: string; skipEmptyLines: boolean }): { data: string[][] }
  }
  export default Papa
}
