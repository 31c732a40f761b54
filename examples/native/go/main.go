package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"pulumi-cxone-dialer/sdk/go/cxone"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		springSales, err := cxone.NewDialerConfig(ctx, "spring-sales", &cxone.DialerConfigArgs{
			ConfigId:            pulumi.String("4f1c9e52-7a3d-4086-b5e1-c8d26f90a743"),
			CampaignId:          pulumi.String("91ab4c70-2d5e-4b8f-9c1a-6e0d3f7b8a25"),
			PacingType:          pulumi.String("predictive"),
			DialRate:            pulumi.Float64(1.2),
			AgentRatio:          pulumi.Float64(1),
			MaxAbandonmentRate:  pulumi.Float64(0.03),
			MaxQueueDepth:       pulumi.Int(40),
			AnswerRateThreshold: pulumi.Float64(0.2),
			ComplianceRules:     pulumi.Map{"ringSeconds": pulumi.Int(18)},
			Regulation:          pulumi.String("us"),
		})
		if err != nil {
			return err
		}
		ctx.Export("agents", springSales.Capacity.ActiveAgents())
		return nil
	})
}
