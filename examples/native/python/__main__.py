import pulumi
import pulumi_cxone as cxone

spring_sales = cxone.DialerConfig(
    "spring-sales",
    config_id="4f1c9e52-7a3d-4086-b5e1-c8d26f90a743",
    campaign_id="91ab4c70-2d5e-4b8f-9c1a-6e0d3f7b8a25",
    pacing_type="predictive",
    dial_rate=1.2,
    agent_ratio=1,
    max_abandonment_rate=0.03,
    max_queue_depth=40,
    answer_rate_threshold=0.2,
    compliance_rules={"ringSeconds": 18},
    regulation="us",
)

pulumi.export("agents", spring_sales.capacity.active_agents)
