"""Turns the YAML of the ARC test suite into JSON.

Arguments: the YAML file, the JSON file to be written: a list of {name, scenario, message, cv, keys {name: TXT}}.
Exits with 77 where PyYAML is not installed.
"""
import json
import sys

try:
    import yaml
except ImportError:
    sys.exit(77)


def main(source, target):
    with open(source, encoding="utf-8") as file:
        scenarios = [scenario for scenario in yaml.safe_load_all(file) if scenario]
    cases = [{"name": name, "scenario": scenario["description"], "message": case["message"], "cv": case["cv"],
              "keys": scenario["txt-records"]}
             for scenario in scenarios for name, case in scenario["tests"].items()]
    with open(target, "w", encoding="utf-8") as file:
        json.dump(cases, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
