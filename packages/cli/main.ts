import { needsSupervisor, superviseCommand } from './supervise-command.ts'

const args = process.argv.slice(2)
if (needsSupervisor(args)) process.exitCode = await superviseCommand(args)
else {
  const { executeCommand } = await import('./execute-command.ts')
  await executeCommand(args)
}
