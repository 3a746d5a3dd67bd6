/** The part of the data package that a process loads with the first table or file of a run, because many runs have none. */
export { openDuckDb, openFormats, openNodeFile } from '@aw-flow/data/node'
