import os
import tempfile
import unittest

import aw_flow
from aw_flow.table import has_module

CSV = "id;price;city\n1;10,5;Bonn\n2;n/a;Köln\n3;30,25;Bonn\n"


class LocalTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = os.path.join(self.folder.name, "orders; echo $HOME.csv")
        with open(self.path, "w", encoding="cp1252") as file:
            file.write(CSV)

    def test_load_detects_encoding_delimiter_and_types(self):
        table = aw_flow.load(self.path)
        rows = table.rows()
        self.assertEqual([row["id"] for row in rows], [1, 2, 3])
        self.assertEqual(rows[1]["city"], "Köln")
        self.assertEqual(len(table), 3)
        self.assertIsInstance(table.report, dict)

    def test_prepare_returns_a_plan_that_can_be_applied_again(self):
        rows = [{"name": f" a{index} ", "value": index} for index in range(20)]
        table = aw_flow.prepare(rows, "generic")
        self.assertEqual(len(table), 20)
        again = aw_flow.prepare(rows, "generic", plan=table.plan)
        self.assertEqual(again.rows(), table.rows())

    def test_validate(self):
        invalid = aw_flow.validate(self.path, expression="id > 1")
        self.assertFalse(invalid)
        self.assertFalse(invalid.report["valid"])

    def test_check_lists_cells(self):
        cities = {"10115": "Berlin", "53111": "Bonn", "20095": "Hamburg"}
        rows = [{"id": index, "zip": code, "city": city} for index in range(40) for code, city in cities.items()]
        rows[60]["city"] = "Hambrug"
        found = aw_flow.check(rows, sensitivity="thorough")
        self.assertIn(("61", "city", "Hambrug"), [(cell["row"], cell["column"], cell["value"]) for cell in found])

    @unittest.skipUnless(has_module("pandas"), "pandas is not installed")
    def test_dataframe_in_and_out(self):
        import pandas

        frame = pandas.DataFrame({"id": [1, 2], "city": ["Bonn", "Köln"]})
        result = aw_flow.load(frame).to_pandas()
        self.assertEqual(result["city"].tolist(), ["Bonn", "Köln"])
        self.assertEqual(result["id"].tolist(), [1, 2])

    @unittest.skipUnless(has_module("pyarrow"), "pyarrow is not installed")
    def test_arrow_in_and_out(self):
        import pyarrow

        source = pyarrow.table({"id": [1, 2]})
        self.assertEqual(aw_flow.load(source).to_arrow().column("id").to_pylist(), [1, 2])

    def test_errors_say_what_to_do(self):
        with self.assertRaises(aw_flow.AwError) as missing:
            aw_flow.load(os.path.join(self.folder.name, "none.csv"))
        self.assertIn("none.csv", str(missing.exception))
        with self.assertRaises(aw_flow.AwError) as program:
            aw_flow.Local(["no-such-program-of-aw"]).load(self.path)
        self.assertEqual(program.exception.code, "python.missing-program")
        with self.assertRaises(aw_flow.AwError) as source:
            aw_flow.load(5)
        self.assertEqual(source.exception.code, "python.unknown-source")


if __name__ == "__main__":
    unittest.main()
