# The same as sallyport-node.yaml: an instance for the node behind a network load balancer that passes TLS through, or
# one that dials in, which is open to nobody.

variable "vpc_id" { type = string }
variable "instance_subnet_id" { type = string }

variable "balancer_subnet_ids" {
  type        = list(string)
  default     = []
  description = "Public; none for a node that dials in"
}

variable "sallyport_networks" {
  type        = list(string)
  default     = []
  description = "Where orders come from, in CIDR form, as your vendor says (and bin/enroll prints); none for a node that dials in"
}

variable "dials_in" {
  type        = bool
  default     = false
  description = "Whether the node opens the connections (sallyport.onprem.dial), so that nobody needs to reach it"
}

variable "gate_port" {
  type        = number
  default     = 9446
  description = "The port in sallyport.onprem.gates, for a node that dials in"
}

variable "instance_type" {
  type    = string
  default = "t3.small"
}

variable "package_url" {
  type        = string
  default     = ""
  description = "Where the instance gets sallyport-onprem-node-package.zip, e.g. a presigned URL of your own bucket; empty to install it yourself"
}

variable "package_sha256" {
  type        = string
  default     = ""
  description = "The package's SHA-256, in hexadecimal"
  validation {
    condition     = can(regex("^([0-9a-f]{64})?$", var.package_sha256))
    error_message = "A SHA-256 has 64 hexadecimal digits."
  }
}

data "aws_partition" "here" {}

data "aws_ssm_parameter" "image" {
  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
}

resource "aws_iam_role" "node" {
  name_prefix = "sallyport-node-"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "session_manager" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:${data.aws_partition.here.partition}:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "node" {
  role = aws_iam_role.node.name
}

resource "aws_security_group" "balancer" {
  count       = var.dials_in ? 0 : 1
  description = "Sallyport orders, from Sallyport only"
  vpc_id      = var.vpc_id
  ingress {
    protocol    = "tcp"
    from_port   = 9443
    to_port     = 9443
    cidr_blocks = var.sallyport_networks
  }
  egress {
    protocol    = "tcp"
    from_port   = 9443
    to_port     = 9443
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "node" {
  description = "The Sallyport node, from its load balancer and from Sallyport only, or from nobody"
  vpc_id      = var.vpc_id
  dynamic "ingress" {
    for_each = aws_security_group.balancer
    content {
      protocol        = "tcp"
      from_port       = 9443
      to_port         = 9443
      cidr_blocks     = var.sallyport_networks
      security_groups = [ingress.value.id]
    }
  }
  dynamic "egress" {
    for_each = var.dials_in ? [443, var.gate_port] : [443]
    content {
      protocol    = "tcp"
      from_port   = egress.value
      to_port     = egress.value
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
}

resource "aws_instance" "node" {
  ami                    = data.aws_ssm_parameter.image.value
  instance_type          = var.instance_type
  subnet_id              = var.instance_subnet_id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.node.id]
  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }
  root_block_device {
    encrypted   = true
    volume_type = "gp3"
    volume_size = 16
    # Its trail is on it: keep the volume as long as you keep records.
    delete_on_termination = false
  }
  user_data = <<-EOT
    #!/bin/sh
    set -e
    dnf install -y java-21-amazon-corretto-headless unzip
    useradd --system --home-dir /opt/sallyport-onprem-node sallyport
    [ -n '${var.package_url}' ] || exit 0
    curl -fsSL -o /root/package.zip '${var.package_url}'
    echo '${var.package_sha256}  /root/package.zip' | sha256sum -c -
    unzip -q -d /opt /root/package.zip
    chown -R sallyport:sallyport /opt/sallyport-onprem-node
    cp /opt/sallyport-onprem-node/systemd/* /etc/systemd/system/
    systemctl daemon-reload
    systemctl enable sallyport-node.service
    systemctl enable --now sallyport-node-renew.timer
  EOT
  tags      = { Name = "sallyport-node" }
  lifecycle {
    # Its key and its trail are on it: a newer image makes no new instance.
    ignore_changes = [ami, user_data]
    precondition {
      condition     = var.package_url == "" || var.package_sha256 != ""
      error_message = "package_url needs a package_sha256."
    }
    precondition {
      condition     = var.dials_in || (length(var.balancer_subnet_ids) > 0 && length(var.sallyport_networks) > 0)
      error_message = "A node that does not dial in needs balancer_subnet_ids and sallyport_networks."
    }
  }
}

resource "aws_lb" "node" {
  count              = var.dials_in ? 0 : 1
  load_balancer_type = "network"
  internal           = false
  subnets            = var.balancer_subnet_ids
  security_groups    = aws_security_group.balancer[*].id
}

resource "aws_lb_target_group" "node" {
  count              = var.dials_in ? 0 : 1
  protocol           = "TCP"
  port               = 9443
  vpc_id             = var.vpc_id
  preserve_client_ip = true
}

resource "aws_lb_target_group_attachment" "node" {
  count            = var.dials_in ? 0 : 1
  target_group_arn = aws_lb_target_group.node[0].arn
  target_id        = aws_instance.node.id
}

resource "aws_lb_listener" "node" {
  count             = var.dials_in ? 0 : 1
  load_balancer_arn = aws_lb.node[0].arn
  protocol          = "TCP"
  port              = 9443
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.node[0].arn
  }
}

output "endpoint" {
  value = one([for balancer in aws_lb.node : "https://${balancer.dns_name}:9443"])
}

output "role" {
  value = aws_iam_role.node.name
}
