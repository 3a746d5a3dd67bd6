import os
import unittest

import aw_flow

ROWS = [{"id": 1, "city": "Bonn"}, {"id": 2, "city": "Köln"}]


@unittest.skipUnless("AW_SERVER" in os.environ, "AW_SERVER names no server")
class ServerTest(unittest.TestCase):
    def setUp(self):
        self.server = aw_flow.Server(os.environ["AW_SERVER"])

    def test_load_prepare_and_validate(self):
        self.assertEqual([row["city"] for row in self.server.load(ROWS)], ["Bonn", "Köln"])
        self.assertEqual(len(self.server.prepare(ROWS, "generic")), 2)
        self.assertTrue(self.server.validate(ROWS, schema=["id", "city"]))
        self.assertFalse(self.server.validate(ROWS, expression="id > 1"))

    def test_workflows_and_runs(self):
        node = {"id": "load", "type": "loading", "position": {"x": 0, "y": 0}, "data": {"label": "Load", "config": {}}}
        created = self.server.workflows.create({"name": "From Python", "nodes": [node], "edges": []})
        self.assertIn(created["id"], [workflow["id"] for workflow in self.server.workflows.list()])
        run = self.server.workflows.run(created["id"], ROWS, timeout=120)
        self.assertEqual(run.status, "completed")
        self.assertEqual(run.table().rows(), ROWS)
        self.assertEqual(self.server.run(run.id).status, "completed")
        self.assertEqual(run.result()["status"], "completed")
        self.server.workflows.delete(created["id"])

    def test_errors_have_code_and_status(self):
        with self.assertRaises(aw_flow.AwError) as missing:
            self.server.workflows.get("none")
        self.assertEqual(missing.exception.status, 404)
        self.assertIsNotNone(missing.exception.code)
        with self.assertRaises(aw_flow.AwError) as local:
            self.server.check(ROWS)
        self.assertEqual(local.exception.code, "python.local-only")
        with self.assertRaises(aw_flow.AwError) as closed:
            aw_flow.Server("http://127.0.0.1:9").run("a")
        self.assertEqual(closed.exception.code, "python.unreachable")


if __name__ == "__main__":
    unittest.main()
