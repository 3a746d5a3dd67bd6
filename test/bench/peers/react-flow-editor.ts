// React Flow along with common libraries for the editor's other features. Built to measure the size; never run.
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
  bundled: [
    // Drawing, with a minimap and controls.
    [react.createElement, createRoot, ReactFlow, Background, Controls, MiniMap],
    [addEdge, applyEdgeChanges, applyNodeChanges],
    // Layout, document validation, storage, a worker, and Arrow tables.
    [dagre.layout, z, idb.openDB, comlink.wrap, flechette.tableFromIPC],
  ],
})
