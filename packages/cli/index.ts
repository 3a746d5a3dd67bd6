export { openFileJournal, type FileJournal } from './files/file-journal.ts'
export { runCommandLine } from './run-command-line.ts'
export { processTerminal, type Terminal } from './terminal/terminal.ts'
