/** Shows white space at the ends of a value as “␣”, because a change that removes it would not be visible otherwise. */
export const showEdgeSpaces = (text: string): string =>
  text.replaceAll(/^\s+|\s+$/g, (spaces) => '␣'.repeat(spaces.length))
