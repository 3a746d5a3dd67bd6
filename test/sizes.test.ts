import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { longOnly, longOnlyTests, selectEvery } from './sizes.ts'
import { slowestFiles } from './slowest-files.ts'

const root = resolve(import.meta.dirname, '..')

describe('what runs in the long tests only', () => {
  it('names files that exist', () => {
    expect(Object.keys(longOnly).filter((file) => !existsSync(resolve(root, file)))).toEqual([])
  })

  it('names tests that exist', () => {
    const missing = Object.entries(longOnlyTests).flatMap(([file, tests]) => {
      const text = readFileSync(resolve(root, file), 'utf8')
      return Object.keys(tests).filter((title) => !text.includes(`'${title}'`) && !text.includes(`\`${title}\``))
    })
    expect(missing).toEqual([])
  })
})

it('names files that exist as the slowest ones', () => {
  expect(slowestFiles.filter((file) => !existsSync(resolve(root, file)))).toEqual([])
})

describe('selectEvery', () => {
  it('selects the first and then every n-th, the same ones each time, and never none', () => {
    expect(selectEvery([0, 1, 2, 3, 4, 5, 6], 3)).toEqual([0, 3, 6])
    expect(selectEvery([0, 1], 9)).toEqual([0])
    expect(selectEvery([0, 1], 1)).toEqual([0, 1])
  })
})

describe('property tests', () => {
  it('use the seed of all levels, so that the same code gives the same result', () => {
    const randomFiles = ['packages', 'server', 'test', 'examples'].flatMap((folder) =>
      readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.test.ts') && !/node_modules|dist\//.test(file))
        .map((file) => `${folder}/${file}`)
        .filter((file) => {
          const text = readFileSync(resolve(root, file), 'utf8')
          return /\bfc\s*\.assert\(/.test(text) && !/\bseed\b/.test(text)
        }),
    )
    expect(randomFiles).toEqual([])
  })
})
