declare module 'papaparse' {
  /** The part of Papa Parse that is used here. The package has no types. */
  const Papa: {
    parse(text: string, options: { delimiter: string; skipEmptyLines: boolean }): { data: string[][] }
  }
  export default Papa
}
