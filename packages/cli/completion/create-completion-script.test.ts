import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { createProgram } from '../program.ts'
import { aw } from '../test-command-line.ts'
import { createTestFolder } from '../test-folder.ts'
import { createCompletionScript, shells } from './create-completion-script.ts'

const { folder } = createTestFolder()
const hasShell = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0

/** Completes the last of the words in bash. */
async function completeInBash(...words: readonly string[]): Promise<string[]> {
  const path = join(folder, 'aw.bash')
  writeFileSync(path, (await aw('completion', 'bash')).out)
  const script = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _aw; printf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync('bash', ['-c', script, 'bash', path, ...words], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean)
}

// Windows has no bash of its own.
describe.skipIf(!hasShell('bash'))('in bash', () => {
  it('completes commands, options and choices', async () => {
    expect(await completeInBash('aw', 'loa')).toEqual(['load'])
    expect(await completeInBash('aw', 'prepare', 'in.csv', '--lay')).toEqual(['--layout'])
    expect(await completeInBash('aw', 'prepare', '--layout', '')).toEqual(['auto', 'simulation', 'projection'])
    expect(await completeInBash('aw', 'completion', '')).toEqual(['bash', 'zsh', 'fish'])
    expect(await completeInBash('aw', 'help', 'ev')).toEqual(['evaluate'])
  })

  it('leaves everything else to file names, and evaluates nothing', async () => {
    expect(await completeInBash('aw', 'load', '')).toEqual([])
    expect(await completeInBash('aw', 'load', '--out', '')).toEqual([])
    expect(await completeInBash('aw', 'load', `$(touch ${join(folder, 'evaluated')})`)).toEqual([])
    expect(spawnSync('test', ['-e', join(folder, 'evaluated')]).status).toBe(1)
  })
})

// The other shells are not part of all systems.
it.skipIf(!hasShell('fish'))('in fish, completes commands, options and choices with their descriptions', async () => {
  const path = join(folder, 'aw.fish')
  writeFileSync(path, (await aw('completion', 'fish')).out)
  const complete = (line: string): string =>
    execFileSync('fish', ['--no-config', '-c', `source $argv[1]; complete -C $argv[2]`, path, line], {
      encoding: 'utf8',
    })
  expect(complete('aw loa')).toMatch(/^load\tdetect the format/)
  expect(complete('aw prepare --layout ').split('\n').filter(Boolean)).toHaveLength(3)
  expect(complete('aw check --sens')).toMatch(/^--sensitivity\t/)
})

it.skipIf(!hasShell('zsh'))('in zsh, is valid', async () => {
  const path = join(folder, 'aw.zsh')
  writeFileSync(path, (await aw('completion', 'zsh')).out)
  execFileSync('zsh', ['-n', path])
})

it.each(shells)('for %s, names every command and long option, and quotes descriptions', (shell) => {
  const program = createProgram({} as never, () => undefined)
  const script = createCompletionScript(program, shell)
  for (const command of program.commands) {
    expect(script).toContain(command.name())
    for (const { long } of command.options) expect(script).toContain(shell === 'fish' ? `-l ${long!.slice(2)}` : long)
  }
  const hostile = new Command('aw')
  hostile
    .command('run')
    .description('it\'s a ["test"]: $(touch evaluated) \\ `x`')
    .option('--set <a>', "it's [1]: $(x)")
  const hostilePath = join(folder, `hostile.${shell}`)
  writeFileSync(hostilePath, createCompletionScript(hostile, shell))
  if (hasShell(shell)) execFileSync(shell, ['-n', hostilePath])
})

it('rejects another shell and names those that it has', async () => {
  const { exit, stderr } = await aw('completion', 'tcsh')
  expect(exit).toBe(2)
  expect(stderr).toContain('bash, zsh, fish')
})
