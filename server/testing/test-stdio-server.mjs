import { McpServer } from '@modelcontextprotocol/server'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { appendFileSync } from 'node:fs'
import { z } from 'zod'

// An MCP server over standard input and output. It adds a line with the names of its variables to a file when it starts.
appendFileSync(process.argv[2], `${Object.keys(process.env).join(' ')}\n`)
// JavaScript cannot write large integers, so `"#123"` stands for one.
const write = process.stdout.write.bind(process.stdout)
process.stdout.write = (text, ...rest) => write(String(text).replaceAll(/"#(\d+)"/g, '$1'), ...rest)
serveStdio(() => {
  const server = new McpServer({ name: 'files', version: '1.0.0' })
  server.registerTool(
    'read_root',
    { description: 'Returns the root folder.', inputSchema: z.object({ id: z.any() }) },
    ({ id }) => ({
      content: [{ type: 'text', text: process.env.ROOT ?? '' }],
      structuredContent: { id, next: '#2512292042121000002' },
    }),
  )
  return server
})
