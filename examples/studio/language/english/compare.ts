import type { Formats } from '../formats.ts'

/** UI strings for the page that compares two runs. */
export const createEnglishCompare = ({ pluralize, count }: Formats) => ({
  compare: {
    runNotFound: 'One of these runs was not found',
    title: 'Compare runs',
    allRuns: 'All runs',
    sameResultCount: (equal: number, nodes: number): string =>
      `${count(equal)} of ${pluralize(nodes, 'node', 'nodes')} ${equal === 1 ? 'has' : 'have'} the same result.`,
    node: 'Node',
    differences: 'Differences',
    notInRun: 'Not in this run',
    type: (a: string, b: string): string => `type: ${a} → ${b}`,
    input: (port: string): string => `input ${port}`,
    file: 'different file',
    differentContent: 'different content',
    output: (port: string): string => `output ${port}`,
    noValue: 'no value',
    sameShape: (shape: string): string => `${shape} in both runs; values may differ`,
    addedColumns: (names: string): string => `added columns: ${names}`,
    removedColumns: (names: string): string => `removed columns: ${names}`,
    changedTypes: (types: string): string => `changed types: ${types}`,
    rows: (a: number, b: number): string => `rows: ${count(a)} → ${count(b)}`,
    noDifferences: 'None',
    finalStatus: 'Final status',
    default: 'default',
  },
})
