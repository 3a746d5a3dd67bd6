import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { openModelServer } from '../../../agents/language-model/test-model-server.ts'
import { aw } from '../../test-command-line.ts'
import { createTestFolder } from '../../test-folder.ts'

const { folder } = createTestFolder()

const node = (id: string, type: string, config: object) => ({ id, type, data: { label: id, config } })
const edge = { id: 'e', source: 'go', sourceHandle: 'data' }
const write = (file: string, content: unknown): Promise<void> =>
  writeFile(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content))
const evaluate = (workflow: string, ...options: string[]) =>
  aw('evaluate', join(folder, workflow), '--cases', join(folder, 'cases.csv'), ...options)

beforeEach(async () => {
  await write('double.json', {
    name: 'Double',
    nodes: [node('go', 'trigger', {}), node('double', 'transform', { expression: 'input.amount * 2' })],
    edges: [{ ...edge, target: 'double', targetHandle: 'input' }],
  })
  await write('cases.csv', 'amount,twice\n1,2\n2,4\n3,7\n')
})

describe('aw evaluate', () => {
  test('scores the rows of a file, and fails below the threshold', async () => {
    const strict = await evaluate('double.json', '--expected-column', 'twice')
    expect(strict.exit, strict.stderr).toBe(1)
    expect(strict.out).toContain('2 of 3 cases passed (66.7%).')
    expect(strict.out).toMatch(/Row 3 .*{"amount":3} .*7 .*6 .*The answer is not 7\./)
    expect((await evaluate('double.json', '--expected-column', 'twice', '--threshold', '0.6')).exit).toBe(0)
    const close = ['--expected-column', 'twice', '--compare', 'number', '--tolerance', '1']
    expect((await evaluate('double.json', ...close)).exit).toBe(0)
    expect((await evaluate('double.json', '--expected-column', 'twice', '--max-cases', '2')).exit).toBe(0)
  })

  test('checks each answer against a schema, and writes the result', async () => {
    await write('schema.json', '{"type": "number", "maximum": 4}')
    const files = ['--schema', join(folder, 'schema.json'), '--report', join(folder, 'result.json')]
    const { exit, out } = await evaluate('double.json', ...files, '--json')
    expect(exit).toBe(1)
    const result = JSON.parse(out) as { passed: number; cases: object[] }
    expect(result).toMatchObject({ workflow: 'Double', total: 3, passed: 2, tokens: 0, cost: 0 })
    expect(result.cases[2]).toMatchObject({ answer: 6, isPassed: false, reason: expect.stringContaining('4') })
    expect(JSON.parse(await readFile(join(folder, 'result.json'), 'utf8'))).toMatchObject({ passed: 2 })
  })

  test('rejects unknown columns, workflows without a trigger, and values that are not valid', async () => {
    const missing = await evaluate('double.json', '--expected-column', 'none')
    expect([missing.exit, missing.stderr]).toEqual([2, expect.stringContaining('no column "none"')])
    await write('plain.json', { name: 'Plain', nodes: [node('v', 'variable', { expression: '1' })], edges: [] })
    expect((await evaluate('plain.json')).exit).toBe(2)
    expect((await evaluate('double.json', '--threshold', '2')).exit).toBe(2)
    await write('schema.json', '[]')
    expect((await evaluate('double.json', '--schema', join(folder, 'schema.json'))).exit).toBe(2)
  })

  test('counts tokens, cost, and requests without a price', async () => {
    const models = await openModelServer('first', ({ messages }) => ({
      says: messages.at(-1)!.content.includes('3') ? 'six' : 'even',
    }))
    const config = { prompt: 'Double it.', model: 'small' }
    await write('ask.json', {
      name: 'Ask',
      nodes: [node('go', 'trigger', {}), node('ask', 'agent', config)],
      edges: [{ ...edge, target: 'ask', targetHandle: 'value' }],
    })
    const grant = { models: [{ id: 'small', protocol: 'openai', address: models.address, model: 'small' }] }
    vi.stubEnv('AW_MODELS', JSON.stringify(grant))
    try {
      const options = ['--input-column', 'amount', '--allow-host', new URL(models.address).host]
      const { exit, out, stderr } = await evaluate('ask.json', ...options, '--json')
      expect(exit, stderr).toBe(0)
      expect(JSON.parse(out)).toMatchObject({ passed: 3, tokens: 720, cost: null, unpricedCalls: 3 })
      expect(models.requests).toHaveLength(3)
    } finally {
      vi.unstubAllEnvs()
      await models.close()
    }
  })
})
