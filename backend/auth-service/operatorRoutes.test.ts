import { describe, expect, test } from "vitest";
import { sfuGet, startServer } from "./server.fixture.ts";

describe("the operator", () => {
  const operatorToken = "an-operator-of-some-length";
  const get = (app: ReturnType<typeof startServer>["app"], url: string, token: string) =>
    app.inject({ url, headers: { Authorization: `Bearer ${token}` } });

  test.each(["/metrics", "/doctor"])("%s is shut without the token", async (url) => {
    const { app, doctor } = startServer({ operatorToken });
    expect((await app.inject({ url })).statusCode).toBe(401);
    expect((await get(app, url, "another-operator-of-some-length")).statusCode).toBe(401);
    expect(doctor.examine).not.toHaveBeenCalled();
  });

  test("/metrics counts what happened, and holds nothing that callers chose", async () => {
    const { app, post } = startServer({ operatorToken });
    await post("/sfu/get", sfuGet);
    await post("/sfu/get", "{");
    await post("/nowhere/s3cret", "{");
    await post("/sfu_webhook", "{}");
    const { body } = await get(app, "/metrics", operatorToken);
    expect(body).toContain('parley_auth_request_seconds_count{route="/sfu/get",status="200"} 1');
    expect(body).toContain('parley_auth_request_seconds_count{route="/sfu/get",status="400"} 1');
    expect(body).toContain('parley_auth_request_seconds_count{route="none",status="404"} 1');
    expect(body).toContain('parley_auth_openid_seconds_count{outcome="verified"} 1');
    expect(body).toContain('parley_auth_webhooks_total{outcome="forged"} 1');
    expect(body).toContain("parley_auth_delegated_leaves 3");
    expect(body).not.toMatch(/s3cret|example\.org/);
  });

  test("/doctor examines, and takes one more homeserver by name", async () => {
    const { app, doctor } = startServer({ operatorToken });
    expect((await get(app, "/doctor?homeserver=b.org", operatorToken)).json()).toEqual({ isGood: true, findings: [] });
    expect(doctor.examine).toHaveBeenCalledWith("b.org");
  });
});
