// React Flow with its minimap and controls. Built to measure its size; never run.
import * as flow from '@xyflow/react'
import '@xyflow/react/dist/style.css'
import * as react from 'react'
import { createRoot } from 'react-dom/client'

const { Background, Controls, MiniMap, ReactFlow, addEdge, applyEdgeChanges, applyNodeChanges } = flow
Object.assign(window, {
  bundled: [
    [react.createElement, createRoot, ReactFlow, Background, Controls, MiniMap],
    [addEdge, applyEdgeChanges, applyNodeChanges],
  ],
})
