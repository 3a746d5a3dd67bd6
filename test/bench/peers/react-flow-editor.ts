// Weighed, not run: React Flow, and the libraries that what the editor does beside drawing is commonly built with.
import dagre from '@dagrejs/dagre'
import * as flechette from '@uwdata/flechette'
import * as flow from '@xyflow/react'
import '@xyflow/react/dist/style.css'
import * as comlink from 'comlink'
import * as idb from 'idb'
import * as react from 'react'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'

const { Background, Controls, MiniMap, ReactFlow, addEdge, applyEdgeChanges, applyNodeChanges } = flow
Object.assign(window, {
  weighed: [
    // The drawing, with its map and controls.
    [react.createElement, createRoot, ReactFlow, Background, Controls, MiniMap],
    [addEdge, applyEdgeChanges, applyNodeChanges],
    // Layout, documents that are checked when they are read, storage, a worker, tables of Arrow.
    [dagre.layout, z, idb.openDB, comlink.wrap, flechette.tableFromIPC],
  ],
})
