import { readFileSync } from 'node:fs'
import { ts } from '@custom-elements-manifest/analyzer/index.js'
import { expect, it } from 'vitest'

const file = new URL('./aw-workflow-editor.ts', import.meta.url)

/** General helpers that accept any element and are not parts of the editor. */
const general = [
  'ContextProvider',
  'SessionController',
  'LanguageController',
  'OwnSession',
  'RovingFocus',
  'createDropTarget',
  'preventPageZoom',
  // Creates the object that parts receive instead of the editor.
  'AwWorkflowEditor.#createContext',
]

it('does not pass itself to parts: they receive functions, or read a context', () => {
  const source = ts.createSourceFile('editor.ts', readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true)
  const passed = new Set<string>()
  const visit = (node: Parameters<typeof ts.isNewExpression>[0]): void => {
    if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
      const isSelf = node.arguments?.some((argument) => argument.kind === ts.SyntaxKind.ThisKeyword)
      if (isSelf) passed.add(node.expression.getText())
    }
    // An alias would also pass the check.
    if (ts.isVariableDeclaration(node) && node.initializer?.kind === ts.SyntaxKind.ThisKeyword) {
      if (ts.isIdentifier(node.name)) passed.add(node.getText())
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  expect([...passed].sort()).toEqual([...general].sort())
})
