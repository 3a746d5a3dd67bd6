export { openFileJournal, type FileJournal } from './files/file-journal.ts'
export { runCommandLine } from './run-command-line.ts'
export { createProcessTerminal, type Terminal } from './terminal/terminal.ts'
